// SPDX-License-Identifier: Apache-2.0
// Nothing: CMake ties the tests' precompiled headers to a target, and a target needs a source.
