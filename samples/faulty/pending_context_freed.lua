-- A flow has a context; another packet of it is classified while the driver unloads.
local driver = machine:load()
if not driver.loaded then
	return
end
local question = packet.udp { from = "10.0.0.2:40000", to = "192.0.2.7:53", payload = "question" }
machine:send(question)
machine:begin_send(question)
driver:unload()
machine:settle(1000)
