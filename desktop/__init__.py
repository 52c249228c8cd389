"""The program on the PC: records legal-aid cases offline and passes every change on when there is a line."""
