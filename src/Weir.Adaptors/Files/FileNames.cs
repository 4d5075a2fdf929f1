using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Weir.Engine.Calls;
using Weir.Model;

namespace Weir.Adaptors.Files;

/// <summary>What files are called.</summary>
internal static class FileNames
{
    /// <summary>In UTF-8; leaves room for what a running file has behind its name, where systems end at 255.</summary>
    private const int BytesMax = 160;

    /// <summary>What some system gives a meaning in names of files.</summary>
    private const string Never = "/\\:*?\"<>|";

    /// <summary>Devices of Windows, with any extension.</summary>
    private static readonly FrozenSet<string> Devices = new[]
    {
        "CON", "PRN", "AUX", "NUL",
        "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9",
        "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Why a template's own text cannot be part of a name; null when it can.</summary>
    public static string? Problem(string template)
    {
        foreach (var c in Literals.Of(template))
        {
            if (char.IsControl(c) || Never.Contains(c, StringComparison.Ordinal))
            {
                return "The name may not hold / \\ : * ? \" < > | or a line break; the folder belongs to the connection.";
            }
        }

        return null;
    }

    /// <summary>
    /// A rendered name. A character that a value brought and that no name can hold becomes a hyphen: times become
    /// <c>2026-01-01T00-00-00Z</c>. A refusal when it is no name even so.
    /// </summary>
    public static string Clean(string rendered)
    {
        var name = new StringBuilder(rendered.Length);
        foreach (var c in rendered)
        {
            name.Append(char.IsControl(c) || Never.Contains(c, StringComparison.Ordinal) ? '-' : c);
        }

        return IsName(name.ToString().Trim(), out var clean) ? clean
            : throw RefusalException.Invalid("parameters.name", $"'{clean}' cannot be the name of a file here.");
    }

    /// <summary>The finished file of a flow's own run, or of a retry beside it.</summary>
    public static string Finished(string name, int? retry) => retry is null ? name : $"{name}.retry-{retry}";

    /// <summary>The file while it is written: of its own for each run and step.</summary>
    public static string Unfinished(string finished, RowTarget target)
    {
        var step = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(target.Step)).AsSpan(0, 4));
        return $"{finished}.{target.Run}-{step}.part";
    }

    private static bool IsName(string name, out string same)
    {
        same = name;
        return name.Length > 0 && name[0] != '.' && name[^1] != '.'
            && Encoding.UTF8.GetByteCount(name) <= BytesMax
            && !Devices.Contains(name.Split('.')[0]);
    }
}
