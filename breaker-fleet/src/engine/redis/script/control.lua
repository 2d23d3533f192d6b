-- What people forced.

local function control(r, phase, time, by, note)
    r.phase, r.open, r['until'] = phase, time, now + time
    r.by, r.note = by, note
    return 'accepted'
end

function steps.force(r, a)
    local time = math.min(a.time, MOST_TIME)
    r.keep = time + AFTERWARDS
    return control(r, 'forced_' .. a.to, time, a.by, a.note)
end

function steps.release(r, a)
    r.keep = 2 * AFTERWARDS
    return control(r, 'released', 0, a.by, '')
end
