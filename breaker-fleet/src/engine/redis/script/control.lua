-- What people forced.

-- Whoever was away meanwhile may do as it said before for as long as that was kept.
local function control(r, phase, time, keep, by, note)
    r.keep = math.max(keep, r.expires - now)
    r.phase, r.open, r['until'] = phase, time, now + time
    r.by, r.note = by, note
    return 'accepted'
end

function steps.force(r, a)
    local time = math.min(a.time, MOST_TIME)
    return control(r, 'forced_' .. a.to, time, time + AFTERWARDS, a.by, a.note)
end

function steps.release(r, a)
    return control(r, 'released', 0, 2 * AFTERWARDS, a.by, '')
end
