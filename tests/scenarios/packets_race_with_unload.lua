-- driver: wdm wdf
-- exit: 0
-- Packets that the driver diverts are under way while it unloads.
local driver = machine:load()
if not driver.loaded then
	return
end
for port = 40000, 40007 do
	machine:begin_send(packet.udp { from = "10.0.0.2:" .. port, to = "192.0.2.7:9999", payload = "late" })
end
expect.equal(driver:unload(), "done")
machine:settle(100)
expect.equal(#machine:sent(), 8, "packets that left")
expect.equal(machine:counts().in_flight, 0, "packets in flight")
expect.verdict "pass"
