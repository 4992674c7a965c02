import { fileWriter, ParquetWriter } from 'hyparquet-writer';
import type { Columns } from '@bellwether/datasets';
import { ParquetColumn, parquetSchema } from './parquet-column.js';
import { discard, makeFolderOf, partial, publish } from './partial-file.js';
import type { TableFile } from './table-file.js';

/** Rows kept until they are written together, column by column; a file has as many groups as it takes. */
const GROUP_ROWS = 50_000;

/** A Parquet file: typed columns, texts by dictionary where that is shorter, Snappy. */
export class ParquetFile implements TableFile {
  private readonly writer: ParquetWriter;
  private readonly columns: readonly ParquetColumn[];
  private rows = 0;

  private constructor(
    private readonly path: string,
    columns: Columns,
  ) {
    this.columns = Object.entries(columns).map(([name, type]) => new ParquetColumn(name, type));
    this.writer = new ParquetWriter({
      writer: fileWriter(partial(path)),
      schema: parquetSchema(columns),
      createdBy: 'bellwether',
    });
  }

  static async create(path: string, columns: Columns): Promise<ParquetFile> {
    await makeFolderOf(path);
    return new ParquetFile(path, columns);
  }

  async write(rows: readonly object[]): Promise<void> {
    for (let from = 0; from < rows.length;) {
      const until = Math.min(rows.length, from + GROUP_ROWS - this.rows);
      for (const column of this.columns) column.take(rows, from, until);
      this.rows += until - from;
      from = until;
      if (this.rows === GROUP_ROWS) await this.writeGroup();
    }
  }

  async finish(): Promise<void> {
    if (this.rows > 0) await this.writeGroup();
    await this.writer.finish();
    await publish(this.path);
  }

  async abandon(): Promise<void> {
    await discard(this.path);
  }

  private async writeGroup(): Promise<void> {
    const columnData = this.columns.map((column) => ({ name: column.name, data: column.give() }));
    await this.writer.write({ columnData, rowGroupSize: this.rows });
    this.rows = 0;
  }
}
