using Weir.Hosting;

return args is ["serve", ..]
    ? await ServeProgram.RunAsync(Option("--data"), Option("--urls"), Console.Out, Console.Error, CancellationToken.None)
    : 2;

string? Option(string name) => Array.IndexOf(args, name) is > 0 and var at ? args.ElementAtOrDefault(at + 1) : null;
