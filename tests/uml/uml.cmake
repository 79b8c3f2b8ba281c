# Tests that run inside User-Mode Linux (tests/uml/run_inside), with evdev, uinput, uhid and hidraw.
execute_process(COMMAND ${CMAKE_SOURCE_DIR}/tests/uml/kernel_path
  OUTPUT_VARIABLE LOYALD_UML_KERNEL OUTPUT_STRIP_TRAILING_WHITESPACE)
if(NOT EXISTS ${LOYALD_UML_KERNEL})
  message(STATUS "The tests uml/* will be skipped: there is no ${LOYALD_UML_KERNEL}; "
                 "tests/uml/build_kernel builds it once, in about five minutes")
endif()

# loyald_uml_entry(LABEL COMMAND...): a ctest entry that runs the command inside.
function(loyald_uml_entry label)
  add_test(NAME uml/${label}
           COMMAND ${CMAKE_SOURCE_DIR}/tests/uml/run_inside $<TARGET_FILE:uml_init> ${ARGN}
           WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  set_tests_properties(uml/${label} PROPERTIES TIMEOUT 120 RUN_SERIAL TRUE SKIP_RETURN_CODE 77
                       ENVIRONMENT LOYALD_UML_SECONDS=110)
endfunction()

# loyald_uml_test(NAME LIBRARIES... SOURCES file...): one doctest binary, one entry uml/… per file.
# No sanitizers: link loyald_uml_support and loyald_scanner_plain, not loyald_scanner.
function(loyald_uml_test name)
  cmake_parse_arguments(arg "" "" "LIBRARIES;SOURCES" ${ARGN})
  # With sanitizers the code is compiled once more without: only for who can run it.
  if(LOYALD_SANITIZE AND NOT EXISTS ${LOYALD_UML_KERNEL})
    set(all EXCLUDE_FROM_ALL)
  endif()
  add_executable(${name} ${all} ${arg_SOURCES} $<TARGET_OBJECTS:loyald_test_main>)
  target_link_libraries(${name} PRIVATE doctest::doctest ${arg_LIBRARIES})
  foreach(source IN LISTS arg_SOURCES)
    string(REGEX REPLACE "_test\\.cc$" "" label ${source})
    loyald_uml_entry(${label} $<TARGET_FILE:${name}> --source-file=*/${source} --no-skip
                     --no-colors)
  endforeach()
endfunction()
