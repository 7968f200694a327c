local driver = machine:load()
if not driver.loaded then
	return
end
local handle = machine:open "\\Device\\DrydockFaulty"
handle:ioctl(0x222000)
handle:close()
driver:unload()
