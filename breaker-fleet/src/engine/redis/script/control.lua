-- What people ordered.

-- Of orders that were given no further apart either may be the later one.
local NEAR = 5000000

-- The later of two orders counts. What is known is no change. Whoever was away meanwhile may do as
-- it said before for as long as that was kept.
function steps.control(r, a)
    if r.known and r.order == a.id and r.given > 0 then return false end
    local given = math.max(now - a.ago, 0)
    -- What one person orders comes in the order in which it was given, but not each time equally
    -- late.
    if r.known and a.anew == 0 and a.by == r.by and given + NEAR >= r.given then
        given = math.max(given, r.given)
    end
    if r.known and (given < r.given or a.anew > 0 and given <= r.given + NEAR) then
        return false
    end
    local time = math.min(a.rest, MOST_TIME)
    r.keep = math.max(math.min(a.keep, MOST_KEEP), r.expires - now)
    r.order, r.given, r.open, r.by, r.note = a.id, given, time, a.by, a.note
    if a.to == '' then
        r.phase, r['until'] = 'released', given
    else
        r.phase, r['until'] = 'forced_' .. a.to, now + time
    end
    return 'accepted'
end
