/*
 * AVL trees: links in the driver's memory, kept balanced.
 *
 * A tree hangs on its head as the right child, so that its root has a parent like any other node.
 */
#ifndef RTL_AVL_TREE_H
#define RTL_AVL_TREE_H

#include "nt/rtl.h"

#include <stdbool.h>

#define AVL_LEFT (-1)
#define AVL_RIGHT 1

/* Both: is the tree deeper, or less deep, than before? */
bool avl_add(
    RTL_BALANCED_LINKS *head, RTL_BALANCED_LINKS *node, RTL_BALANCED_LINKS *parent, int side);
bool avl_remove(RTL_BALANCED_LINKS *head, RTL_BALANCED_LINKS *node);

RTL_BALANCED_LINKS *avl_first(const RTL_BALANCED_LINKS *head);
/* NULL: there is none. */
RTL_BALANCED_LINKS *avl_next(const RTL_BALANCED_LINKS *head, RTL_BALANCED_LINKS *node);
RTL_BALANCED_LINKS *avl_before(const RTL_BALANCED_LINKS *head, RTL_BALANCED_LINKS *node);

#endif
