/*
 * The words every unit test is written in, over cmocka. A test's name is a sentence.
 */
#ifndef TESTS_TEST_H
#define TESTS_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define TEST(name) static void name(void **state)

#define CHECK(condition) assert_true(condition)
#define CHECK_EQ(left, right) assert_int_equal((uint64_t)(left), (uint64_t)(right))
#define CHECK_STR(left, right) assert_string_equal(left, right)

#endif
