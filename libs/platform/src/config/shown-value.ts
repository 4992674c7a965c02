const SECRET_NAME = /(KEY|SECRET|TOKEN|PASSWORD)$/;

/** A value of the environment as a message may show it: secrets not at all, URLs without credentials and parameters. */
export function shownValue(name: string, value: string | undefined): string {
  if (value === undefined || value === '') return 'not set';
  return SECRET_NAME.test(name) ? 'hidden' : shownUrl(value);
}

/** A URL, or what was meant to be one, without user, password and parameters; other text as it is. */
export function shownUrl(text: string): string {
  // Up to the last @: a password that was not encoded may have any character.
  return text.replace(/:\/\/.*@/, '://***@').replace(/^([a-z0-9+.-]+:\/\/[^?]*)\?.*$/i, '$1?***');
}
