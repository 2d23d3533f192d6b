-- Who is there.

local MOST_MEMBERS, MOST_LOOKED_THROUGH = 200, 1024

local function greet(instance, zone)
    -- First what needs memory: without any, nothing is done.
    redis.call('ZADD', MEMBERS, show(now), field(ME) .. field(instance) .. field(zone))
    redis.call('PEXPIRE', MEMBERS, KEEP_MEMBERS)
    redis.call('PEXPIRE', HIGHEST, KEEP_HIGHEST)
    redis.call('ZREMRANGEBYSCORE', MEMBERS, '-inf', '(' .. show(now - SEEN))
    redis.call('ZREMRANGEBYSCORE', MEMBERS, '(' .. show(now + SEEN), '+inf')
    return redis.call('ZCARD', MEMBERS)
end

-- The fields of a member; nil if it is none of ours.
local function fields_of(member)
    local fields, at = {}, 1
    while at <= #member and #fields < 3 do
        local length, first = member:match('^(%d%d?%d?):()', at)
        at = length and first + tonumber(length)
        if not at or at > #member + 1 or tonumber(length) > 200 then return nil end
        fields[#fields + 1] = member:sub(first, at - 1)
    end
    return #fields == 3 and at == #member + 1 and fields or nil
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

local function leave()
    local me = field(ME)
    for _, member in ipairs(redis.call('ZRANGE', MEMBERS, 0, -1)) do
        if member:sub(1, #me) == me then redis.call('ZREM', MEMBERS, member) end
    end
end
