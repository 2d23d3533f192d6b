-- What has changed.

local MOST_VIEWS, LEAST_VIEWS, VIEWS_OF_ALL = 256, 4, 8192

-- `Synced::most_of`: how many views one of so many members is told of at once.
local function most_views_of(members)
    return math.max(math.min(math.floor(VIEWS_OF_ALL / members), MOST_VIEWS), LEAST_VIEWS)
end

-- Names and versions above the cursor, but for the ranges that the member has heard of. Who has
-- heard of all costs next to nothing.
local function changed_since(cursor, heard, most)
    local found = {}
    local function look(from, to)
        local more = redis.call('ZRANGEBYSCORE', CHANGES, '(' .. show(from), to, 'WITHSCORES',
            'LIMIT', 0, most - #found / 2)
        for _, item in ipairs(more) do found[#found + 1] = item end
    end
    for first, last in heard:gmatch('(%d+)-(%d+)') do
        first, last = number(first), number(last)
        if first > cursor + 1 and #found < 2 * most then
            look(cursor, '(' .. show(first))
        end
        cursor = math.max(cursor, last)
    end
    if #found < 2 * most then look(cursor, '+inf') end
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
    local most = most_views_of(members)
    -- Some of them may have gone.
    local most_looked_at = 4 * most
    local found = changed_since(a.cursor, a.heard, most_looked_at)
    local last
    for i = 1, #found, 2 do
        local r, version = read(found[i]), tonumber(found[i + 1])
        -- Whoever has written another version there lied.
        if r and r.version ~= version then
            redis.call('ZADD', CHANGES, show(r.version), r.subject)
        end
        if r and #views == most then
            more = true
            break
        elseif r then
            views[#views + 1] = view(r)
        end
        last = math.min(math.floor(version), highest)
    end
    if more or #found == 2 * most_looked_at then cursor = last end
    return 's' , { show(now), show(highest), show(cursor), show(members), show(#views) }, views
end
