"""Bytes → Document: reads an edition into typed sections and blocks, with every problem named by file and line."""
