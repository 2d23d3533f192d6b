-- What has changed.

local MOST_VIEWS, MOST_LOOKED_AT = 256, 1024

-- Names and versions above the cursor, but for the ranges that the member has heard of. Who has
-- heard of all costs next to nothing.
local function changed_since(cursor, heard)
    local found = {}
    local function look(from, to)
        local more = redis.call('ZRANGEBYSCORE', CHANGES, '(' .. show(from), to, 'WITHSCORES',
            'LIMIT', 0, MOST_LOOKED_AT - #found / 2)
        for _, item in ipairs(more) do found[#found + 1] = item end
    end
    for first, last in heard:gmatch('(%d+)-(%d+)') do
        first, last = number(first), number(last)
        if first > cursor + 1 and #found < 2 * MOST_LOOKED_AT then
            look(cursor, '(' .. show(first))
        end
        cursor = math.max(cursor, last)
    end
    if #found < 2 * MOST_LOOKED_AT then look(cursor, '+inf') end
    return found
end

-- What somebody else has told to stay for ever goes one day.
local function let_changes_go()
    local most, goes = cleaned_up_in(MOST_KEEP), redis.call('PTTL', CHANGES)
    if goes == -1 or goes > most then redis.call('PEXPIRE', CHANGES, show(most)) end
end

local function sync(a)
    local members = greet(a.instance, a.zone)
    let_changes_go()
    local views, cursor, more = {}, highest, false
    local found = changed_since(a.cursor, a.heard)
    local last
    for i = 1, #found, 2 do
        local r, version = read(found[i]), tonumber(found[i + 1])
        -- Whoever has written another version there lied.
        if r and r.version ~= version then
            redis.call('ZADD', CHANGES, show(r.version), r.subject)
        end
        if r and #views == MOST_VIEWS then
            more = true
            break
        elseif r then
            views[#views + 1] = view(r)
        end
        last = math.min(math.floor(version), highest)
    end
    if more or #found == 2 * MOST_LOOKED_AT then cursor = last end
    return 's' , { show(now), show(highest), show(cursor), show(members), show(#views) }, views
end
