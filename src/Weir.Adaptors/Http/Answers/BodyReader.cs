using System.Runtime.CompilerServices;
using Weir.Model;

namespace Weir.Adaptors.Http.Answers;

/// <summary>Reads an answer's body whole into pooled memory, up to a bound that counts decompressed bytes. // Promise 8</summary>
internal static class BodyReader
{
    private const int FirstBytes = 16 * 1024;

    /// <summary>A told length is believed up to here; what comes after it is rented when it comes.</summary>
    private const int BelievedBytesMax = 1024 * 1024;

    /// <summary>
    /// Null when there is no body. Throws <see cref="BufferFullException"/> past the bound, and what the connection throws
    /// when it ends early.
    /// </summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<PooledBuffer?> ReadAsync(HttpContent content, int bytesMax, CancellationToken cancellationToken)
    {
        var told = content.Headers.ContentLength;
        if (told == 0)
        {
            return null;
        }

        if (told > bytesMax)
        {
            throw new BufferFullException(bytesMax);
        }

        var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = new PooledBuffer(bytesMax, (int)Math.Min(told + 1 ?? FirstBytes, BelievedBytesMax));
        try
        {
            while (true)
            {
                var read = await stream.ReadAsync(buffer.GetMemory(), cancellationToken);
                if (read == 0)
                {
                    break;
                }

                buffer.Advance(read);
            }
        }
        catch
        {
            buffer.Dispose();
            throw;
        }

        if (buffer.Length > 0)
        {
            return buffer;
        }

        buffer.Dispose();
        return null;
    }
}
