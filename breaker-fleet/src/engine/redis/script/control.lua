-- What people ordered.

-- Of orders that were given no further apart either may be the later one.
local NEAR = 5000000

-- Whether it was given before the one that is known: by this clock, or, where that can't tell, by
-- their stamps. A stamp after now is of a clock that was set back: what was never told is compared
-- with none such.
local function is_before(r, a, given, stamp)
    if math.abs(given - r.given) > NEAR or a.anew == 0 and r.stamp > now then
        return given < r.given
    end
    return stamp < r.stamp or stamp == r.stamp and a.id < r.order
end

-- The later of two orders counts. What is known is no change. Whoever was away meanwhile may do as
-- it said before for as long as that was kept.
function steps.control(r, a)
    if r.known and r.order == a.id and r.given > 0 then return false end
    local given = math.max(now - a.ago, 0)
    local stamp = (a.anew > 0 or a.stamp > 0) and a.stamp or given
    -- What one person orders comes in the order in which it was given, but not each time equally
    -- late.
    if r.known and a.anew == 0 and a.by == r.by and given + NEAR >= r.given then
        given, stamp = math.max(given, r.given), math.max(stamp, math.min(r.stamp + 1, MOST))
    end
    if r.known and is_before(r, a, given, stamp) then return false end
    local time = math.min(a.rest, MOST_TIME)
    r.keep = math.max(math.min(a.keep, MOST_KEEP), r.expires - now)
    r.order, r.given, r.open, r.by, r.note = a.id, given, time, a.by, a.note
    r.stamp = stamp > 0 and stamp or given
    if a.to == '' then
        r.phase, r['until'] = 'released', given
    else
        r.phase, r['until'] = 'forced_' .. a.to, now + time
    end
    return 'accepted'
end
