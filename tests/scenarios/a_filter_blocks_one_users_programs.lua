-- driver: wfp_arbitrates
-- arguments: --expect --schedules 20
-- prints: pass: it unloads, and nothing is left behind
-- Programs of two users, and of an app container; filters ask whose they are.
local driver = machine:load()
local other = "S-1-5-21-1004336348-1177238915-682003330-1002"
local package = "S-1-15-2-1-2-3-4-5-6-7"
local port = 40000
local function connects(program)
	port = port + 1
	local connection = machine:connect { "tcp", from = "10.0.0.2:" .. port, to = "192.0.2.7:443",
		program = "\\device\\harddiskvolume3\\x.exe", pid = program and program.pid }
	local done = connection ~= nil
	if done then
		connection:close()
	end
	return done
end
local function program(facts)
	facts.image = "C:\\x.exe"
	return machine:process(facts)
end
local first = program {}
local second = program { user = other }
local contained = program { package = package }
local elevated = program { elevated = true }
local function block(field, match, value)
	return machine:filter { layer = "ALE_AUTH_CONNECT_V4", action = "block", conditions = { { field, match, value } } }
end
local function connected()
	local list = {}
	for at, whose in ipairs { first, second, contained, elevated } do
		list[at] = connects(whose) and "y" or "n"
	end
	return table.concat(list)
end

expect.equal(connected(), "yyyy")
local filter = block("ALE_USER_ID", "equal", "D:(A;;CC;;;" .. other .. ")")
expect.equal(connected(), "ynyy")
filter:remove()
filter = block("ALE_USER_ID", "equal", "D:(A;;CC;;;BA)") -- not who has the group for denials only
expect.equal(connected(), "yyyn")
filter:remove()
filter = block("ALE_USER_ID", "equal", "D:(D;;CC;;;" .. other .. ")(A;;CC;;;WD)") -- everyone includes no app container
expect.equal(connected(), "nyyn")
filter:remove()
filter = block("ALE_PACKAGE_ID", "equal", package)
expect.equal(connected(), "yyny")
filter:remove()
filter = block("ALE_PACKAGE_ID", "not_equal", "S-1-0-0")
expect.equal(connected(), "yyny")
filter:remove()
filter = block("ALE_PACKAGE_ID", "equal", "S-1-0-0")
expect.equal(connected(), "nnyn")
filter:remove()
expect.equal(connects(), true) -- an ordinary user's, who is no process here
filter = block("ALE_USER_ID", "equal", "D:(A;;CC;;;BU)")
expect.equal(connects(), false)
filter:remove()
expect.equal(driver:unload(), "done")
expect.left {}
