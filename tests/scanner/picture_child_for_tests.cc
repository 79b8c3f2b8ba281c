// SPDX-License-Identifier: Apache-2.0
#include "scanner/picture_child.h"

int main() { return loyald::scanner::run_picture_child(loyald::scanner::kPictureChildFd); }
