-- A record: read, clamped, written, shown.

local FIELDS = {
    'version', 'phase', 'until', 'open', 'suspected', 'holder', 'round', 'openings', 'openers',
    'unused', 'by', 'opened_by', 'reason', 'failures', 'calls', 'note', 'keep', 'expires',
    'given', 'order', 'stamp', 'after_trial',
}
local TEXTS = {
    phase = true, holder = true, by = true, opened_by = true, reason = true, note = true,
}
local COUNTS = { openings = true, openers = true, unused = true }
local PHASES = {
    waiting = 'z', leased = 'z', anyone = 'z', closed = 'z',
    forced_open = 'c', forced_closed = 'c', released = 'c',
}

local function blank(subject)
    local r = { subject = subject }
    for _, name in ipairs(FIELDS) do r[name] = TEXTS[name] and '' or 0 end
    return r
end

-- The last view of each record that changed, with its version. One that is gone says nothing.
local changed = {}

local function forget(subject)
    changed[subject] = nil
    redis.call('DEL', RECORDS .. subject)
    redis.call('ZREM', CHANGES, subject)
end

-- The record of these fields; nil if no engine of ours has written them. What is missing is blank.
local function decode(subject, got)
    local r = { subject = subject, known = true }
    for i, name in ipairs(FIELDS) do
        local value = got[i]
        if TEXTS[name] then
            r[name] = value or ''
            if value and not is_text(value) then return nil end
        else
            local n = as_number(value or '0')
            if not n or COUNTS[name] and n > MOST_COUNT then return nil end
            r[name] = n
        end
    end
    local part = part_of(subject)
    local is_held = r.phase ~= 'leased' or r.holder:match(MEMBER)
    return part and PHASES[r.phase] == part and is_held and r
end

-- No time reaches further than it was drawn, for the clock may have been set back; none was drawn
-- longer than times on the wire. What was clamped is written back.
local function clamp(r)
    local ends, suspected, expires, open, keep = r['until'], r.suspected, r.expires, r.open, r.keep
    local is_given_later = r.given > now
    -- Nobody knows any more when that was: whatever is ordered next is later.
    if is_given_later then r.given = 0 end
    r.open, r.keep = math.min(open, MOST_TIME), math.min(keep, MOST_KEEP)
    r.expires = math.min(expires, now + r.keep)
    r.suspected = math.min(suspected, now + r.open)
    if r.phase == 'leased' then
        r['until'] = math.min(ends, now + LEASE)
    elseif r.phase == 'closed' or r.phase == 'released' then
        r['until'] = math.min(ends, now)
    elseif r.phase ~= 'anyone' then
        r['until'] = math.min(ends, now + r.open)
    end
    if r['until'] < ends or r.suspected < suspected or r.expires < expires
        or r.open < open or r.keep < keep or is_given_later then
        redis.call('HSET', RECORDS .. r.subject, 'until', show(r['until']),
            'suspected', show(r.suspected), 'expires', show(r.expires),
            'open', show(r.open), 'keep', show(r.keep), 'given', show(r.given))
    end
end

-- The record says itself when it is over, but that it goes is up to the engine, which somebody may
-- have told otherwise.
local function let_go(r)
    local name = RECORDS .. r.subject
    local rest, goes = cleaned_up_in(r.expires - now), redis.call('PTTL', name)
    if goes < 0 or goes > rest + 1000 then redis.call('PEXPIRE', name, show(rest)) end
end

-- The record as it is now; nil if there is none. What is no record goes.
local function read(subject)
    local got = redis.pcall('HMGET', RECORDS .. subject, unpack(FIELDS))
    local r = not got.err and decode(subject, got)
    if not r or r.expires <= now or r.version > highest then
        forget(subject)
        return nil
    end
    clamp(r)
    let_go(r)
    return r
end

-- What the version of the next change is.
local function next_version()
    return math.max(highest + 1, now)
end

-- The set of changes goes with the last record; what it says of those that have gone goes sooner:
-- each change looks at two of them, elsewhere each time, for the first may stay for long. Steps of
-- the golden ratio leave nothing out.
local function keep_changes(time)
    if redis.call('PTTL', CHANGES) < time then
        redis.call('PEXPIRE', CHANGES, show(time))
    end
    local at = math.floor(highest % 999983 * 0.6180339887 % 1 * redis.call('ZCARD', CHANGES))
    for _, subject in ipairs(redis.call('ZRANGE', CHANGES, show(at), show(at + 1))) do
        -- It has gone, or would never go.
        if redis.call('PTTL', RECORDS .. subject) < 0 then read(subject) end
    end
end

local function write(r)
    r.version = next_version()
    highest = r.version
    r.expires = now + r.keep
    local name, pairs_of = RECORDS .. r.subject, {}
    for _, field_name in ipairs(FIELDS) do
        local value = r[field_name]
        pairs_of[#pairs_of + 1] = field_name
        pairs_of[#pairs_of + 1] = TEXTS[field_name] and value or show(value)
    end
    redis.call('HSET', name, unpack(pairs_of))
    -- The record says itself when it is over; the server only cleans up.
    redis.call('PEXPIRE', name, show(cleaned_up_in(r.keep)))
    redis.call('ZADD', CHANGES, show(r.version), r.subject)
    keep_changes(cleaned_up_in(r.keep))
end

local function rest_of(r)
    if r.phase == 'anyone' then return 0 end
    if r.phase == 'closed' then return now - r['until'] end
    return math.max(r['until'] - now, 0)
end

local function outage_in(r)
    return table.concat({
        field(show(rest_of(r))), field(r.phase == 'leased' and r.holder or ''),
        field(show(math.max(r.suspected - now, 0))), field(show(r.round)),
        field(r.after_trial > 0 and '1' or '0'), field(show(r.openings)), field(show(r.openers)),
        field(r.opened_by), field(r.reason), field(show(r.failures)), field(show(r.calls)),
    })
end

local function order_in(r)
    return table.concat({
        field(show(r.phase == 'released' and 0 or rest_of(r))), field(show(r.order)),
        field(show(r.stamp)), field(show(now - r.given)),
        field(show(math.max(r.expires - now, 0))), field(r.note),
    })
end

local function view(r)
    local says = PHASES[r.phase] == 'c' and order_in(r) or outage_in(r)
    return field(r.subject) .. field(show(r.version)) .. field(r.by) .. field(r.phase) .. says
end
