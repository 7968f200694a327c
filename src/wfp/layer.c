#include "wfp/layer.h"

#include "executive/target.h"
#include "wfp/key.h"

#include <string.h>

static const struct layer_release *release = &layer_releases[LAYERS_WIN11_24H2];

void
layer_start(void)
{
	bool newest = target_build() >= BUILD_WIN11_24H2;

	release = &layer_releases[newest ? LAYERS_WIN11_24H2 : LAYERS_WIN10_22H2];
}

const struct layer *
layer_by_id(uint16_t id)
{
	if (id >= LAYERS || release->layers[id].name == NULL)
		return NULL;
	return &release->layers[id];
}

const struct layer *
layer_by_key(const GUID *key)
{
	uint8_t slot = release->slots[(uint32_t)(key->Data1 * layer_multiplier) >> 23];

	if (slot == 0 || !key_same(&release->layers[slot - 1].key, key))
		return NULL;
	return &release->layers[slot - 1];
}

const struct layer *
layer_named(const char *name)
{
	for (uint16_t id = 0; id < LAYERS; id++) {
		const struct layer *layer = layer_by_id(id);

		if (layer != NULL && strcmp(layer->name, name) == 0)
			return layer;
	}
	return NULL;
}

const char *
layer_name(uint64_t id)
{
	const struct layer *layer = id < LAYERS ? layer_by_id((uint16_t)id) : NULL;

	return layer != NULL ? layer->name : "?";
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
