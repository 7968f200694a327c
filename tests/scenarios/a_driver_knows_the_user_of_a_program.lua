-- driver: security_token
-- arguments: --schedules 20
-- A user, an elevated one, an administrator who is not elevated, the system and a service.
local driver = machine:load()
local client = machine:client("asks.exe", 2000)
local handle = client:open("\\Device\\DrydockFaulty")
local function newest()
	local _, bytes = handle:ioctl(0x222000, nil, 4)
	return (string.unpack("<I4", bytes))
end
local function about(facts)
	facts.image = "C:\\x.exe"
	machine:process(facts):exit()
	return newest()
end
expect.equal(about {}, 0)
expect.equal(about { elevated = true }, 6)
expect.equal(about { user = "administrator" }, 0)
expect.equal(about { user = "administrator", elevated = true }, 6)
expect.equal(about { user = "system" }, 7)
expect.equal(about { user = "network service" }, 0)
handle:close()
driver:unload()
