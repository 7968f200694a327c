-- Packets go out while the driver unloads.
local driver = machine:load()
if not driver.loaded then
	return
end
for port = 40000, 40003 do
	machine:begin_send(packet.udp { from = "10.0.0.2:" .. port, to = "192.0.2.7:53", payload = "x" })
end
driver:unload()
machine:settle(1000)
