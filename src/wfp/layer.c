#include "wfp/layer.h"

#include "wfp/key.h"

#include <string.h>

const struct layer *
layer_by_id(uint16_t id)
{
	if (id >= LAYERS || layer_table[id].name == NULL)
		return NULL;
	return &layer_table[id];
}

const struct layer *
layer_by_key(const GUID *key)
{
	uint8_t slot = layer_slots[(uint32_t)(key->Data1 * layer_multiplier) >> 23];

	if (slot == 0 || !key_same(&layer_table[slot - 1].key, key))
		return NULL;
	return &layer_table[slot - 1];
}

int
layer_field(const struct layer *layer, const GUID *condition)
{
	for (int index = 0; index < layer->field_count; index++) {
		const struct layer_field *field = &layer->fields[index];

		if (field->has_condition && key_same(&field->condition, condition))
			return index;
	}
	return -1;
}

int
layer_field_named(const struct layer *layer, const char *name)
{
	for (int index = 0; index < layer->field_count; index++) {
		if (strcmp(layer->fields[index].name, name) == 0)
			return index;
	}
	return -1;
}
