// Sets the colour scheme before the first paint. A file of its own, because the page allows no inline scripts.
;(() => {
  const chosen = localStorage.getItem('stepkey-color-scheme')
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.mantineColorScheme = dark ? 'dark' : 'light'
})()
