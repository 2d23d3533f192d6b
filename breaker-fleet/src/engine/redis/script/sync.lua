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

local function sync(a)
    local members = greet(a.instance, a.zone)
    local views, cursor, more = {}, highest, false
    local found = changed_since(a.cursor, a.heard)
    local last
    for i = 1, #found, 2 do
        local r = read(found[i])
        if not r then
            redis.call('ZREM', CHANGES, found[i])
        elseif #views == MOST_VIEWS then
            more = true
            break
        else
            views[#views + 1] = view(r)
        end
        last = number(found[i + 1])
    end
    if more or #found == 2 * MOST_LOOKED_AT then cursor = last end
    return 's' , { show(now), show(highest), show(cursor), show(members), show(#views) }, views
end
