-- What `drydock check foo.sys` does without a scenario: a little of everything, then unload;
-- and, if nothing was wrong so far, once more: a driver that can't be loaded again left something.

local HERE, THERE = "10.0.0.2", "192.0.2.7"
local HERE6, THERE6 = "[fe80::215:5dff:fe00:102]", "[2001:db8::7]"

local function datagrams(here, there)
	local port = here .. ":40000"
	machine:send(packet.udp { from = port, to = there .. ":53", payload = "question" })
	machine:receive(packet.udp { from = there .. ":53", to = port, payload = "answer" })
	machine:receive(packet.udp { from = there .. ":5000", to = here .. ":9999", payload = "news" })
	machine:send(packet.tcp { from = here .. ":40001", to = there .. ":80", flags = "S" })
	machine:receive(packet.tcp { from = there .. ":80", to = here .. ":40001", flags = "RA" })
	machine:send(packet.icmp { from = here, to = there, payload = "ping" })
	machine:receive(packet.icmp { from = there, to = here, type = "reply", payload = "ping" })
end

-- A driver may refuse any of it, and may end a connection under way.
local function converse(connection, question, answer)
	if connection and connection.open then
		connection:send(question)
	end
	if connection and connection.open then
		connection:receive(answer)
	end
	if connection and connection.open then
		connection:close()
	end
end

local function connections(here, there)
	converse(machine:connect { "tcp", from = here .. ":40010", to = there .. ":443" },
		"GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n")
	converse(machine:accept { "tcp", from = there .. ":50000", to = here .. ":8080" },
		"welcome", "thank you")
	converse(machine:connect { "udp", from = here .. ":40011", to = there .. ":53" },
		"question", "answer")
end

local function traffic()
	datagrams(HERE, THERE)
	datagrams(HERE6, THERE6)
	connections(HERE, THERE)
	connections(HERE6, THERE6)
	machine:settle(1000)
end

-- Programs open what there is to open; one closes its handle, one just ends.
local function programs()
	for _, path in pairs(machine:devices()) do
		local tidy, hasty = machine:client("tidy.exe", 5000), machine:client("hasty.exe", 5004)
		local handle = tidy:open(path)
		hasty:open(path)
		if handle then
			handle:close()
		end
		hasty:exit()
	end
end

local driver = machine:load()
if not driver.loaded then
	return
end
traffic()
programs()
-- One connection and one packet are under way when the driver is asked to go.
local lasting = machine:connect { "tcp", from = HERE .. ":40020", to = THERE .. ":443" }
if lasting and lasting.open then
	lasting:send("still here")
end
machine:begin_receive(packet.udp { from = THERE .. ":53", to = HERE .. ":40000", payload = "late" })
local state = driver:unload()
machine:settle(1000)
if state == "done" and #machine:findings() == 0 then
	driver = machine:load_again()
	if driver.loaded then
		datagrams(HERE, THERE)
		driver:unload()
		machine:settle(1000)
	end
end
