using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace Weir.Expressions.Templates;

/// <summary>
/// Follows the template's own text through a JSON document just far enough to know whether the next value stands inside a
/// string.
/// </summary>
internal enum JsonState : byte
{
    Outside,
    Inside,

    /// <summary>Inside a string, right after a backslash: no value can stand here.</summary>
    Escape,
}

/// <summary>JSON as bytes, without a reader and without changing a character of a value.</summary>
internal static class JsonText
{
    /// <summary>The state after <paramref name="text"/>.</summary>
    public static JsonState Follow(JsonState state, ReadOnlySpan<byte> text)
    {
        foreach (var value in text)
        {
            state = (state, value) switch
            {
                (JsonState.Outside, (byte)'"') => JsonState.Inside,
                (JsonState.Outside, _) => JsonState.Outside,
                (JsonState.Inside, (byte)'"') => JsonState.Outside,
                (JsonState.Inside, (byte)'\\') => JsonState.Escape,
                _ => JsonState.Inside,
            };
        }

        return state;
    }

    /// <summary>Copies a JSON value without the white space between its parts; strings and numbers stay as they stand.</summary>
    public static void AppendCompact(Utf8Text target, JsonElement json) =>
        AppendCompact(target, JsonMarshal.GetRawUtf8Value(json));

    /// <inheritdoc cref="AppendCompact(Utf8Text,JsonElement)"/>
    public static void AppendCompact(Utf8Text target, ReadOnlySpan<byte> json)
    {
        Check(target, json);
        if (json is not [(byte)'{' or (byte)'[', ..])
        {
            target.Append(json);
            return;
        }

        while (!json.IsEmpty)
        {
            var next = json.IndexOfAny("\" \t\r\n"u8);
            if (next < 0)
            {
                target.Append(json);
                return;
            }

            var end = json[next] == (byte)'"' ? next + LengthOfString(json[next..]) : next;
            target.Append(json[..end]);
            json = json[(json[next] == (byte)'"' ? end : next + 1)..];
        }
    }

    /// <summary>Bytes that are no UTF-8 would be passed on as they are; a text that holds such is that record's error.</summary>
    public static void Check(Utf8Text target, ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
        {
            throw target.Fail("A text of the record is not valid UTF-8.");
        }
    }

    private static int LengthOfString(ReadOnlySpan<byte> json)
    {
        var at = 1;
        while (true)
        {
            at += json[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (json[at] == (byte)'"')
            {
                return at + 1;
            }

            at += 2;
        }
    }
}
