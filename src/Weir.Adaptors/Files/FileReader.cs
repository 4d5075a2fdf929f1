using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using Weir.Engine.Calls;
using Weir.Model;

namespace Weir.Adaptors.Files;

/// <summary>
/// Reads some rows of a file into an answer: <c>{"rows":[…],"next":…}</c>, where <c>next</c> is the place of the next page, or null.
/// </summary>
internal static class FileReader
{
    /// <summary>A page ends when it has become so long, however few rows it has.</summary>
    private const int PageBytes = 4 * 1024 * 1024;

    /// <summary>What a row of 16 MiB takes at most when every character of it is escaped.</summary>
    private const int AnswerBytesMax = 128 * 1024 * 1024;

    private const int KnownBytes = 256;

    /// <summary>Never throws for what the file is or holds: that is the answer's fault.</summary>
    public static async Task<Answer> ReadAsync(string path, FileRead call, CancellationToken cancellationToken)
    {
        try
        {
            using var file = File.OpenHandle(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous);
            if (await KnownAsync(file, call.Place.Offset, cancellationToken) != call.Place.Before)
            {
                return Refused(ErrorCodes.UnexpectedAnswer, $"{call.Name} has become another file since its first {call.Place.Line} lines were read: run the flow again.");
            }

            return await ReadAsync(file, call, cancellationToken);
        }
        catch (FileContentException e)
        {
            return Refused(ErrorCodes.UnexpectedAnswer, $"{call.Name}, {e.Message}");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Refused(ErrorCodes.NotFound, $"There is no {call.Name} in the folder.");
        }
        catch (UnauthorizedAccessException)
        {
            return Refused(ErrorCodes.Forbidden, $"{call.Name} cannot be read: it is no file, or the server may not read it.");
        }
        catch (IOException e)
        {
            return new Answer
            {
                Fault = new Fault
                {
                    Kind = FaultKind.Transient,
                    Code = ErrorCodes.Unexpected,
                    Message = $"{call.Name} cannot be read: the disk refuses ({e.GetType().Name}).",
                },
            };
        }
    }

    private static async Task<Answer> ReadAsync(SafeFileHandle file, FileRead call, CancellationToken cancellationToken)
    {
        using var rows = new RowScanner(file, call.Place.Offset, call.Place.Line, hasQuotes: call.Separator is not null);
        var format = call.Separator is { } separator ? await HeadAsync(file, rows, separator, cancellationToken) : RowJson.Lines;
        var answer = new PooledBuffer(AnswerBytesMax, 64 * 1024);
        try
        {
            answer.Append("""{"rows":["""u8);
            var count = 0;
            while (format is not null && count < call.RowsMax && answer.Length < PageBytes
                && await RowAsync(rows, cancellationToken) is { } row)
            {
                answer.Append(count++ == 0 ? default : ","u8);
                format.Write(row.Span, rows.RowLine, answer);
            }

            answer.Append("""],"next":"""u8);
            var next = format is null || rows.Offset >= RandomAccess.GetLength(file)
                ? null
                : new FilePlace(rows.Offset, rows.Line, await KnownAsync(file, rows.Offset, cancellationToken)).ToString();
            answer.Append(JsonSerializer.SerializeToUtf8Bytes(next));
            answer.Append("}"u8);
            return new Answer { Body = answer };
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    /// <summary>The columns by the first row, past which the scanner goes where it begins there; null: there is no row.</summary>
    private static async Task<RowJson?> HeadAsync(
        SafeFileHandle file, RowScanner rows, byte separator, CancellationToken cancellationToken)
    {
        if (rows.Offset == 0)
        {
            return await RowAsync(rows, cancellationToken) is { } row ? RowJson.Under(row.Span, separator, rows.RowLine) : null;
        }

        using var first = new RowScanner(file, 0, 0, hasQuotes: true);
        return await RowAsync(first, cancellationToken) is { } head ? RowJson.Under(head.Span, separator, first.RowLine) : null;
    }

    /// <summary>The next row that is not empty.</summary>
    private static async ValueTask<ReadOnlyMemory<byte>?> RowAsync(RowScanner rows, CancellationToken cancellationToken)
    {
        while (true)
        {
            var isFirst = rows.Offset == 0;
            if (await rows.NextAsync(cancellationToken) is not { } row)
            {
                return null;
            }

            row = isFirst && row.Span.StartsWith("\uFEFF"u8) ? row[3..] : row;
            if (!row.Span.Trim(" \t"u8).IsEmpty)
            {
                return row;
            }
        }
    }

    private static async Task<string> KnownAsync(SafeFileHandle file, long offset, CancellationToken cancellationToken)
    {
        var bytes = new byte[Math.Min(offset, KnownBytes)];
        var read = 0;
        while (read < bytes.Length
            && await RandomAccess.ReadAsync(file, bytes.AsMemory(read), offset - bytes.Length + read, cancellationToken) is > 0 and var more)
        {
            read += more;
        }

        return bytes.Length == 0 ? "" : Convert.ToHexStringLower(SHA256.HashData(bytes.AsSpan(0, read)).AsSpan(0, 8));
    }

    private static Answer Refused(string code, string message) =>
        new() { Fault = new Fault { Kind = FaultKind.Rejected, Code = code, Message = message } };
}
