namespace Weir.Benchmarks.Compare;

/// <summary>What <c>compare</c> measures.</summary>
internal sealed record CompareOptions
{
    public const string Usage = """
        Usage: compare [--records N,…] [--levels N,…] [--latency MS,…] [--rounds N] [--seconds N]
                       [--program weir.dll] [--markdown FILE]

          --records   lengths of the lists                               2000,20000,200000
          --levels    requests that may be under way at once             1,10,25
          --latency   how long source and sink hold each answer back     0,20
          --rounds    runs of each side, taking turns                    3
          --seconds   a run that would take longer is left out           60
          --program   the built program                                  the one that ./weir built last
          --markdown  writes the tables there too, between its markers where it has them

        WEIR_DATABASE, where it is set, names the PostgreSQL database in which each server gets a schema of its own.
        """;

    private const int RoundsMax = 99;

    public IReadOnlyList<int> Records { get; init; } = [2_000, 20_000, 200_000];

    public IReadOnlyList<int> Levels { get; init; } = [1, 10, 25];

    public IReadOnlyList<int> Latencies { get; init; } = [0, 20];

    public int Rounds { get; init; } = 3;

    /// <summary>The longest run worth measuring.</summary>
    public int SecondsMax { get; init; } = 60;

    /// <summary>The program under test; null is the one that <c>./weir</c> built last.</summary>
    public string? Program { get; init; }

    public string? Markdown { get; init; }

    /// <summary>Null when the arguments are not understood.</summary>
    public static CompareOptions? Read(string[] args)
    {
        var options = new CompareOptions();
        for (var i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length || options.With(args[i], args[i + 1]) is not { } next)
            {
                return null;
            }

            options = next;
        }

        return options;
    }

    private CompareOptions? With(string name, string value) => name switch
    {
        "--records" when Numbers(value, 1, 20_000_000) is { } records => this with { Records = records },
        "--levels" when Numbers(value, 1, 25) is { } levels => this with { Levels = levels },
        "--latency" when Numbers(value, 0, 10_000) is { } latencies => this with { Latencies = latencies },
        "--rounds" when Numbers(value, 1, RoundsMax) is [var rounds] => this with { Rounds = rounds },
        "--seconds" when Numbers(value, 1, 86_400) is [var seconds] => this with { SecondsMax = seconds },
        "--program" => this with { Program = value },
        "--markdown" => this with { Markdown = value },
        _ => null,
    };

    private static List<int>? Numbers(string text, int min, int max)
    {
        var numbers = new List<int>();
        foreach (var part in text.Split(','))
        {
            if (!int.TryParse(part, out var number) || number < min || number > max)
            {
                return null;
            }

            numbers.Add(number);
        }

        return numbers;
    }
}
