using Weir.Hosting;

return args is ["serve", ..] ? await ServeProgram.RunAsync(null, null, Console.Out, Console.Error, CancellationToken.None) : 2;
