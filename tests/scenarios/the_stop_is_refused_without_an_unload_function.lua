-- driver: stays wdf_stays
-- arguments: --expect --schedules 100
-- journal: enter .*DriverEntry
-- never: enter    (DriverUnload|EvtDriverUnload)
-- prints: R3 error  the driver has no unload function
-- prints: the request to unload was refused: 0xC0000010 STATUS_INVALID_DEVICE_REQUEST
-- Windows refuses to stop such a driver, and it goes on working.  [ddi:ZwUnloadDriver]
local driver = machine:load()
expect.equal(driver.loaded, true)
expect.finding "R3"
expect.verdict "findings"
local function counted(handle)
	local status, bytes = handle:ioctl(0x222000, nil, 4)
	expect.status("SUCCESS", status, "ioctl")
	return (string.unpack("<i4", bytes))
end
local function send()
	return machine:send(packet.udp { from = "10.0.0.2:40000", to = "192.0.2.7:53", payload = "x" })
end
local client = machine:client()
local before = expect(client:open("\\Device\\DrydockFaulty"), "open before")
expect.equal(send(), "permitted")
expect.equal(counted(before), 1)

local state, why = driver:unload()
expect.equal(state, "refused")
expect.status("INVALID_DEVICE_REQUEST", why)
expect.equal(driver.loaded, true)
expect.equal(send(), "permitted")
expect.equal(counted(before), 2, "a handle from before still works")
local after = expect(client:open("\\Device\\DrydockFaulty"), "open after")
expect.equal(send(), "permitted")
expect.equal(counted(after), 3, "and so does a new one")
