"""What drydock-cc is made of.

    arguments  the command line
    sources    what a driver's sources include, and what must be made so that they can
    tracing    the header foo.tmh that WPP's preprocessor would write
    toolchain  gcc, clang, clang with Microsoft's headers: their options
    kit        what is made once and kept: import libraries, GUIDs, the run time
    image      the last strokes on a linked image
    build      one driver, from first to last
"""
