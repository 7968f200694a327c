-- driver: counts wdf_counts
-- arguments: --expect --schedules 100
-- journal: leave .*DriverEntry
-- journal: enter    DriverUnload
-- journal: leave    DriverUnload
-- never: enter    DriverUnload.*enter    DriverUnload
-- never: enter    EvtDriverUnload.*enter    EvtDriverUnload
-- Two handles are open: new ones are refused, requests on the old ones go on, and the
-- unload function runs once, after the last close.  [semantics of ZwUnloadDriver]
local driver = machine:load()
if not driver.loaded then
	return
end
expect.left {}
expect.verdict "pass"
local path = "\\Device\\DrydockFaulty"
local one, two = machine:client("one.exe", 5000), machine:client("two.exe", 5004)
local first, second = expect(one:open(path)), expect(two:open(path))
local state, why = driver:unload()
expect.equal(state, "held")
expect.status("PENDING", why)
local handle, refused = one:open(path)
expect.equal(handle, nil)
expect.status("NO_SUCH_DEVICE", refused)
expect.equal(machine:send(packet.udp { from = "10.0.0.2:40000", to = "192.0.2.7:53", payload = "x" }),
	"permitted")
local status, bytes = second:ioctl(0x222000, nil, 4)
expect.status("SUCCESS", status)
expect.equal(string.unpack("<i4", bytes), 1, "the driver works until it is unloaded")
machine:settle(60000)
expect.equal(driver:state(), "held", "a minute later")
first:close()
expect.equal(driver:state(), "held", "one handle is still open")
two:exit()
expect.equal(driver:state(), "done")
handle, refused = one:open(path)
expect.equal(handle, nil)
