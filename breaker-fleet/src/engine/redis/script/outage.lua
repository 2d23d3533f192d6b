-- What requests do to the record of an outage. Each says whether it was accepted; a refused one
-- that changed the record says 'changed', one that only counted 'counted'.

local function longest(a)
    return math.min(a.max_open_for or a.open_for, MOST_TIME)
end

-- `Terms::drawn`.
local function drawn(a, openings)
    local time = math.min(a.open_for, MOST_TIME)
    if a.max_open_for then
        time = math.min(time * 2 ^ math.min(openings, 32), longest(a))
    end
    local thousandths = time * math.min(a.jitter, 2000)
    return math.min(math.max((thousandths - thousandths % 1000) / 1000, 1), MOST_TIME)
end

local function draw(r, a, after_trial)
    r.after_trial = after_trial and 1 or 0
    r.open = drawn(a, r.openings)
    r.round = next_version()
    r.unused = 0
    r.keep = r.open + longest(a) + AFTERWARDS
end

local function take_up_the_row(r, a)
    if not r.known then
        r.openings = a.openings
    elseif r.phase == 'closed' and now - r['until'] >= r.open then
        r.openings = 0
    end
end

local function begins(r, a)
    r.opened_by, r.reason, r.failures, r.calls = a.opened_by, a.reason, a.failures, a.calls
end

local function open(r, a, after_trial)
    if not r.known or r.phase == 'closed' or r.reason == '' then begins(r, a) end
    draw(r, a, after_trial)
    r.openings = count(r.openings + 1)
    r.phase, r.holder = 'waiting', ''
    r['until'] = now + r.open
    r.suspected = r['until']
    r.by = a.by
    return 'accepted'
end

local function lend(r, by)
    r.phase, r.holder, r['until'] = 'leased', ME, now + LEASE
    r.by = by or r.by
    return 'accepted'
end

local function is_mine(r)
    return r.phase == 'leased' and r.holder == ME
end

-- Whether nobody has tried for another open time after the wait. Whoever opens now was closed
-- meanwhile, which nobody could tell the engine of: its outage is another one, and of that there is
-- no record.
local function is_over(r)
    return r.phase ~= 'closed' and now >= r['until'] + r.open
end

-- How many have opened, by this trip as well: known where the record begins with who opened first,
-- and never again once it does not.
local function openers_with(r, a)
    if r.known and r.phase ~= 'closed' then
        return r.openers > 0 and count(r.openers + a.first) or 0
    end
    return a.opened_by == a.by and a.first or 0
end

local steps = {}

function steps.trip(r, a)
    if a.first > 0 and is_over(r) then r.known = false end
    r.openers = openers_with(r, a)
    local rests = r.known and r['until'] > now
    if rests and r.phase == 'leased' and r.suspected <= now then
        r.suspected = now + r.open
        return 'changed'
    end
    if rests and (r.phase == 'leased' or r.phase == 'waiting') then
        return a.first > 0 and 'counted'
    end
    take_up_the_row(r, a)
    return open(r, a, a.first == 0)
end

function steps.lease(r, a)
    if not r.known or r.phase == 'closed' and now - r['until'] > a.opened_ago then
        take_up_the_row(r, a)
        draw(r, a, false)
        begins(r, a)
        r.suspected = 0
        return lend(r, a.by)
    end
    local rests = r['until'] - now
    if r.phase == 'closed'
        or r.phase == 'leased' and r.holder ~= ME and rests > 0
        or r.phase == 'waiting' and rests > AHEAD then
        return false
    end
    return lend(r, a.by)
end

function steps.renew(r)
    return is_mine(r) and lend(r)
end

function steps.give_back(r, a)
    if not is_mine(r) then return false end
    r.unused = count(r.unused + a.unused)
    r['until'], r.holder = now, ''
    r.phase = r.unused < 2 and 'waiting' or 'anyone'
    return 'accepted'
end

function steps.failed(r, a)
    return is_mine(r) and open(r, a, true)
end

function steps.closed(r, a)
    if not r.known or r.phase == 'closed' or r.round ~= a.round then return false end
    r.phase, r.holder, r['until'] = 'closed', '', math.max(now - a.ago, 0)
    r.suspected, r.unused, r.openers, r.by = 0, 0, 0, a.by
    return 'accepted'
end

function steps.look()
    return false
end
