// SPDX-License-Identifier: Apache-2.0
// The till's program for tests in other languages, inside User-Mode Linux:
//   uml_till KEYBOARD LAYOUT    reads the keyboard whose name begins so, as a desktop of that
//   layout does
// Prints "reading" once the keyboard is there, then each line that was typed on it.
#include <exception>
#include <iostream>
#include <string>
#include <thread>

#include "tests/uml/support/till_reader.h"

using loyald::scanner::testing::keyboard_node;
using loyald::scanner::testing::TillReader;

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: uml_till KEYBOARD LAYOUT\n";
    return 2;
  }
  try {
    std::string node;
    while ((node = keyboard_node(argv[1])).empty()) std::this_thread::yield();
    TillReader till(node, {argv[2], {}});
    std::cout << "reading" << std::endl;
    while (!till.is_lost(std::chrono::milliseconds(0))) {
      if (auto line = till.line()) std::cout << *line << std::endl;
    }
  } catch (const std::exception& error) {
    std::cerr << "uml_till: " << error.what() << "\n";
    return 1;
  }
  return 0;
}
