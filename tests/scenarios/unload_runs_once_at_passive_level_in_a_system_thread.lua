-- driver: counts wdf_counts
-- arguments: --expect --schedules 300
-- journal: enter    DriverUnload
-- journal: KeGetCurrentIrql = 0x0
-- journal: PsGetCurrentProcessId = 0x4
-- journal: leave    DriverUnload
-- never: enter    DriverUnload.*enter    DriverUnload
-- never: KeBugCheckEx
-- The driver itself stops the machine if not; the stop is asked for while packets,
-- timers and a program's close make threads of other kinds and levels.
local driver = machine:load()
if not driver.loaded then
	return
end
expect.left {}
expect.verdict "pass"
local client = machine:client()
local handle = expect(client:open("\\Device\\DrydockFaulty"))
for port = 40000, 40003 do
	machine:begin_send(packet.udp { from = "10.0.0.2:" .. port, to = "192.0.2.7:53", payload = "x" })
	machine:begin_receive(packet.udp { from = "192.0.2.7:53", to = "10.0.0.2:" .. port, payload = "y" })
end
expect.equal(driver:unload(), "held")
handle:close()
expect.equal(driver:state(), "done")
