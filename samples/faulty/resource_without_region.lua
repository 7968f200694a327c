-- A program opens the device: the dispatch routine runs on its thread.
local driver = machine:load()
if not driver.loaded then
	return
end
local client = machine:client("opens.exe", 4300)
if client:open("\\\\.\\DrydockFaulty") then
	client:exit()
end
driver:unload()
