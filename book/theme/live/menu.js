// The button for the table of contents is a label in mdBook: here keys press it, too.

const button = document.getElementById('mdbook-sidebar-toggle');
button?.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' && event.key !== ' ') return;
  event.preventDefault();
  button.click();
});
