local driver = machine:load()
if not driver.loaded then
	return
end
machine:stop_bfe()
local handle = machine:open "\\Device\\DrydockFaulty"
if handle then
	handle:close()
end
machine:start_bfe()
driver:unload()
