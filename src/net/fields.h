/*
 * Fields: what a scene shows as the values of a layer.
 */
#ifndef NET_FIELDS_H
#define NET_FIELDS_H

#include "net/scene.h"

/* The values of the stage's layer, by index; those that nobody knows are left alone. */
void fields_show(struct scene *scene, enum stage stage, FWPS_INCOMING_VALUE0 *values);

#endif
