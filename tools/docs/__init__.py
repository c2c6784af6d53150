"""Documentation: reference pages made from the code, all pages built to HTML, all links checked."""
