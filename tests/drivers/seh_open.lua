-- A program opens the device; its thread runs the driver's dispatch routine.
local driver = machine:load()
machine:open "\\\\.\\DrydockSeh"
driver:unload()
