-- Who is there.

local MOST_MEMBERS, MOST_LOOKED_THROUGH = 200, 1024

local function as_member(instance, zone)
    return field(ME) .. field(instance) .. field(zone)
end

-- Members between these times leave, so many at most. Whether there may be more.
local function drop(from, to)
    local gone = redis.call('ZRANGEBYSCORE', MEMBERS, from, to, 'LIMIT', 0, MOST_LOOKED_THROUGH)
    if #gone > 0 then redis.call('ZREM', MEMBERS, unpack(gone)) end
    return #gone == MOST_LOOKED_THROUGH
end

-- Somebody has invented very many: one by one they would be counted for minutes. Whoever is there
-- and is not among the first of them is back with its next sync.
local function begin_anew(me)
    local found = redis.call('ZRANGEBYSCORE', MEMBERS, show(now - SEEN), show(now + SEEN),
        'WITHSCORES', 'LIMIT', 0, MOST_LOOKED_THROUGH)
    local kept = { show(now), me }
    for i = 1, #found, 2 do
        kept[#kept + 1] = found[i + 1]
        kept[#kept + 1] = found[i]
    end
    redis.call('DEL', MEMBERS)
    redis.call('ZADD', MEMBERS, unpack(kept))
end

local function greet(instance, zone)
    -- First what needs memory: without any, nothing is done.
    local me = as_member(instance, zone)
    redis.call('ZADD', MEMBERS, show(now), me)
    redis.call('PEXPIRE', HIGHEST, KEEP_HIGHEST)
    local more_before = drop('-inf', '(' .. show(now - SEEN))
    local more_ahead = drop('(' .. show(now + SEEN), '+inf')
    if more_before or more_ahead then begin_anew(me) end
    redis.call('PEXPIRE', MEMBERS, KEEP_MEMBERS)
    return redis.call('ZCARD', MEMBERS)
end

-- The fields of a member; nil if it is none of ours.
local function fields_of(member)
    local fields = split(member, 3)
    for _, text in ipairs(fields or {}) do
        if #text > MOST_TEXT then return nil end
    end
    return fields
end

-- The others by identity, whose digits any locale sorts alike. Only who is named is read.
local function others()
    local found = redis.call('ZRANGEBYSCORE', MEMBERS, show(now - SEEN), show(now + SEEN),
        'WITHSCORES', 'LIMIT', 0, MOST_LOOKED_THROUGH)
    local sorted, seen, named, count = {}, {}, {}, 0
    for i = 1, #found, 2 do
        sorted[#sorted + 1] = found[i]
        seen[found[i]] = found[i + 1]
    end
    table.sort(sorted)
    for _, member in ipairs(sorted) do
        local fields = count < MOST_MEMBERS and fields_of(member)
        if fields and fields[1] ~= ME then
            local ago = math.max(now - number(seen[member]), 0)
            count = count + 1
            named[count] = field(fields[2]) .. field(fields[3]) .. field(show(ago))
        end
    end
    return count, table.concat(named)
end

local function leave(a)
    redis.call('ZREM', MEMBERS, as_member(a.instance, a.zone))
end
