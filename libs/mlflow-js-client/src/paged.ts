/** Goes through every item of a paged answer, fetching a page when it is needed. */
export async function* everyItem<Page extends { readonly next_page_token?: string | undefined }, Item>(
  fetchPage: (pageToken: string | undefined) => Promise<Page>,
  itemsOf: (page: Page) => readonly Item[],
): AsyncGenerator<Item, void, void> {
  let token: string | undefined;
  do {
    const page = await fetchPage(token);
    yield* itemsOf(page);
    token = page.next_page_token;
  } while (token);
}
