"""What this app does when the worker asks."""

from audit.erasing import erases
from invoicing.operations.erasing import blank_papers

erases("papers")(blank_papers)
