-- Two flows have contexts; one of them ends while the driver unloads.
local driver = machine:load()
if not driver.loaded then
	return
end
machine:connect { "tcp", from = "10.0.0.2:40000", to = "192.0.2.7:443" }
machine:connect { "tcp", from = "10.0.0.2:40001", to = "192.0.2.7:443" }
machine:begin_receive(packet.tcp { from = "192.0.2.7:443", to = "10.0.0.2:40000", flags = "RA" })
driver:unload()
machine:settle(1000)
