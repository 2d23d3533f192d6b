-- What can be decoded, as `wire/encoding` does it. What is sent and what is kept may be anybody's.

local MOST_TEXT, MOST_NAME, MOST_SUBJECT, MOST_RANGES = 200, 2048, 2300, 128

local MEMBER = '^' .. ('[0-9a-f]'):rep(16) .. '$'
local MOST_DIGITS = show(MOST)

local function read_number(text)
    local is_one = text == '0' or #text <= 16 and text:find('^[1-9]%d*$')
    return is_one and (#text < 16 or text <= MOST_DIGITS) and tonumber(text)
end

-- Records and requests have most of their numbers and texts in common: each is read once.
local numbers, texts = {}, {}

-- The number; nil if it is none. A larger one would be rounded to the largest: digits tell.
local function as_number(text)
    local n = numbers[text]
    if n == nil then
        n = read_number(text) or false
        numbers[text] = n
        if n then shown[n] = text end
    end
    return n or nil
end

local function is_count(text)
    local n = as_number(text)
    return n and n <= MOST_COUNT
end

-- Every form of a character beyond ASCII. None begins as another goes on.
local CHARACTERS = {
    '[\194-\223][\128-\191]',
    '\224[\160-\191][\128-\191]',
    '[\225-\236\238\239][\128-\191][\128-\191]',
    '\237[\128-\159][\128-\191]',
    '\240[\144-\191][\128-\191][\128-\191]',
    '[\241-\243][\128-\191][\128-\191][\128-\191]',
    '\244[\128-\143][\128-\191][\128-\191]',
}

local function is_utf8(text)
    if not text:find('[\128-\255]') then return true end
    for _, form in ipairs(CHARACTERS) do text = text:gsub(form, ' ') end
    return not text:find('[\128-\255]')
end

local function is_text(text)
    local is_one = texts[text]
    if is_one == nil then
        is_one = #text <= MOST_TEXT and is_utf8(text)
        texts[text] = is_one
    end
    return is_one
end

-- The fields that the bytes are made of; nil if they aren't.
local function split(bytes, most)
    local fields, at = {}, 1
    while at <= #bytes do
        local length, first = bytes:match('^(%d+):()', at)
        if not length or #length > 8 or not as_number(length) or #fields == most then return nil end
        at = first + tonumber(length)
        if at > #bytes + 1 then return nil end
        fields[#fields + 1] = bytes:sub(first, at - 1)
    end
    return #fields == most and fields
end

local function part_in(subject)
    local fields = #subject <= MOST_SUBJECT and is_utf8(subject) and split(subject, 4)
    if not fields then return nil end
    local part, name, key, zone = unpack(fields)
    local is_key = key == '' or key:sub(1, 1) == '='
    local is_name = is_key and #name + math.max(#key - 1, 0) <= MOST_NAME
    local has_zone = part == 'z' and #zone <= MOST_TEXT or part == 'c' and zone == ''
    return is_name and has_zone and part
end

local parts = {}

-- The part of a circuit that a subject is about; not true if the bytes are none.
local function part_of(subject)
    if parts[subject] == nil then parts[subject] = part_in(subject) or false end
    return parts[subject]
end

-- Whether it is a row of ranges, as `5-9,12-12`.
local function are_ranges(text)
    if text == '' then return true end
    local count = 0
    for range in (text .. ','):gmatch('(.-),') do
        local first, last = range:match('^(%d+)%-(%d+)$')
        count = count + 1
        if not first or not as_number(first) or not as_number(last) or count > MOST_RANGES then
            return false
        end
    end
    return true
end
